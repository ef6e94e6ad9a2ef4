package io.asyncrpc.bridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.rest.client.reactive.ClientBasicAuth;
import io.quarkus.rest.client.reactive.ClientQueryParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The part of RabbitMQ's management API that the bridge uses. A 404 is a {@code WebApplicationException}. */
@Path("/api")
@RegisterRestClient(configKey = "management")
@ClientBasicAuth(username = "${bridge.broker.user}", password = "${bridge.broker.password}")
public interface ManagementClient {
    /** Names, in the order of their bytes; {@code page_count} says how many pages there are. */
    @GET
    @Path("/users")
    @ClientQueryParam(name = "columns", value = "name")
    @ClientQueryParam(name = "sort", value = "name")
    JsonNode users(@QueryParam("page") int page, @QueryParam("page_size") int size);

    @GET
    @Path("/users/{user}")
    JsonNode user(@PathParam("user") String user);

    @GET
    @Path("/users/{user}/permissions")
    JsonNode permissionsOf(@PathParam("user") String user);

    @PUT
    @Path("/users/{user}")
    void putUser(@PathParam("user") String user, JsonNode account);

    @DELETE
    @Path("/users/{user}")
    void deleteUser(@PathParam("user") String user);

    @PUT
    @Path("/permissions/{vhost}/{user}")
    void putPermissions(@PathParam("vhost") String vhost, @PathParam("user") String user, JsonNode permissions);

    @PUT
    @Path("/topic-permissions/{vhost}/{user}")
    void putTopicPermissions(@PathParam("vhost") String vhost, @PathParam("user") String user, JsonNode permissions);

    /** Goes with the user when that is deleted. */
    @PUT
    @Path("/user-limits/{user}/{limit}")
    void putLimit(@PathParam("user") String user, @PathParam("limit") String limit, JsonNode value);

    @DELETE
    @Path("/connections/username/{user}")
    void closeConnectionsOf(@PathParam("user") String user);

    @DELETE
    @Path("/queues/{vhost}/{queue}")
    void deleteQueue(@PathParam("vhost") String vhost, @PathParam("queue") String queue);

    /** The live connections of a virtual host, with no more about each than who it is, since when, and by which certificate. */
    @GET
    @Path("/vhosts/{vhost}/connections")
    @ClientQueryParam(name = "columns", value = "name,user,protocol,connected_at,peer_cert_issuer,peer_cert_validity")
    JsonNode connections(@PathParam("vhost") String vhost);

    /** The nodes of the broker: their names, whether they run, and for how many milliseconds. */
    @GET
    @Path("/nodes")
    @ClientQueryParam(name = "columns", value = "name,running,uptime")
    JsonNode nodes();

    /** How many logins a node has let in and refused since it started, by what was spoken. */
    @GET
    @Path("/auth/attempts/{node}")
    JsonNode loginsAt(@PathParam("node") String node);
}
