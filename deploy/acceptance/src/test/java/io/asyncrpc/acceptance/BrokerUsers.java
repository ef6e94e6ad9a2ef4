package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.util.List;

/** The broker's users, asked for as the one of the house that administers it. */
final class BrokerUsers {

    private static final Path SECRETS =
            Installation.PROJECT.resolve(variable("IOT_STATE")).resolve("secrets");

    private BrokerUsers() {}

    static List<String> names() {
        return JsonPath.from(get("users?columns=name")).getList("name");
    }

    static String get(String path) {
        Response answer = given().auth()
                .preemptive()
                .basic("bridge", secret("BRIDGE_RABBITMQ_PASSWORD"))
                .get(variable("RABBITMQ_MANAGEMENT_URL") + "/api/" + path);
        return answer.then().statusCode(200).extract().asString();
    }

    private static String secret(String name) {
        return Installation.read(SECRETS)
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }
}
