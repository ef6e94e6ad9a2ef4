package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.security.Role;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Which service owns which resource, who may read and write it, and how patient the door is with a service. */
@ConfigMapping(prefix = "gateway")
public interface RouteConfig {
    /** By a name of our own, such as {@code core}. */
    Map<String, Service> services();

    /** By a name of our own, such as {@code tasks}; it is the {@code route} of the metrics. */
    Map<String, Entry> routes();

    /** What everybody may read without a token, by a name of our own. */
    Map<String, Open> open();

    Upstream upstream();

    /** A service behind the door. */
    interface Service {
        /** Where its resources and its OpenAPI document are: scheme, host and port. */
        URI url();

        /** Its readiness, which is on its management port. */
        URI readiness();

        /** Where it can be asked for many of its things at a time, if it can. */
        Optional<Together> together();
    }

    /** Things of a service that can be asked for together. */
    interface Together {
        /** Whole path segments, under which a thing's id is the last one. */
        String prefix();

        /** Of the service, to which the question is posted; nobody else is led there. */
        String path();
    }

    /** A row of the route table. */
    interface Entry {
        /** Whole path segments, beginning with a slash and not ending with one. */
        String prefix();

        /** The key of the owner in {@link #services()}. */
        String service();

        /** Needed for GET and HEAD. */
        Role read();

        /** Needed for everything else. */
        Role write();

        /** Whether {@code Prefer: wait} is honoured: GET of one thing right under the prefix, POST to the prefix. */
        @WithDefault("false")
        boolean waitable();
    }

    /** One address, GET and HEAD of which need no token; nothing below it is open. */
    interface Open {
        String path();

        /** The key of the owner in {@link #services()}. */
        String service();
    }

    /** Patience with a service. */
    interface Upstream {
        @WithDefault("2s")
        Duration connectTimeout();

        /** The longest wait for a free connection. */
        @WithDefault("5s")
        Duration queueing();

        /** The longest silence of a service, before and inside an answer. */
        @WithDefault("10s")
        Duration silence();

        /** Shorter than the service's own, so that a kept connection is not used while it is being closed. */
        @WithDefault("30s")
        Duration keepAlive();

        /** Connections to one service. */
        @WithDefault("128")
        int connections();

        /** Requests that may wait for a connection; one more is told that the service is not available. */
        @WithDefault("2000")
        int waiting();
    }
}
