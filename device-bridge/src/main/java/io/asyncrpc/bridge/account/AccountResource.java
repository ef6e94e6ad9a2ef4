package io.asyncrpc.bridge.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asyncrpc.bridge.broker.BrokerConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** The internal API by which the core has device accounts made and removed. Every call may be repeated. */
@Singleton
@Path("/accounts/{deviceId}")
public class AccountResource {
    private static final Logger LOG = Logger.getLogger(AccountResource.class);
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final DeviceAccounts accounts;

    AccountResource(@RestClient ManagementClient broker, BrokerConfig config, AccountConfig accountConfig) {
        accounts = new DeviceAccounts(broker, config.deviceVhost(), accountConfig);
    }

    @PUT
    public Response ensure(@PathParam("deviceId") String deviceId) {
        if (!isDeviceId(deviceId)) {
            return notADeviceId();
        }
        return switch (accounts.ensure(deviceId)) {
            case MADE -> Response.status(Response.Status.CREATED).build();
            case THERE -> Response.noContent().build();
            case NOT_A_DEVICES -> unavailable();
        };
    }

    @POST
    @Path("/password")
    public Response renewPassword(@PathParam("deviceId") String deviceId) {
        if (!isDeviceId(deviceId)) {
            return notADeviceId();
        }
        return accounts.renewPassword(deviceId)
                .map(password -> created(deviceId, password))
                .orElseGet(AccountResource::unavailable);
    }

    @DELETE
    public Response remove(@PathParam("deviceId") String deviceId) {
        if (!isDeviceId(deviceId)) {
            return notADeviceId();
        }
        if (!accounts.remove(deviceId)) {
            return unavailable();
        }
        LOG.infof("Device account removed deviceId=%s", deviceId);
        return Response.noContent().build();
    }

    private static Response created(String deviceId, String password) {
        LOG.infof("Device password renewed deviceId=%s", deviceId);
        ObjectNode credentials =
                JsonNodeFactory.instance.objectNode().put("username", deviceId).put("password", password);
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(credentials.toString())
                .build();
    }

    static boolean isDeviceId(String text) {
        return DEVICE_ID.matcher(text).matches();
    }

    private static Response notADeviceId() {
        return Problem.INVALID.response("a device id has 1 to 64 letters, digits, - or _");
    }

    private static Response unavailable() {
        return Problem.DEVICE_ID_UNAVAILABLE.response("the name belongs to the house");
    }
}
