package io.asyncrpc.core.house;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeAll;

/** A test of the whole core, which is started once for all of them. */
@QuarkusTest
@WithTestResource(TestEngines.class)
public abstract class CoreTest {
    protected final Api api = new Api();

    /** Whoever asks for an account finds the bridge there. */
    @BeforeAll
    static void theBridgeIsThere() {
        BridgeApi.bridge();
    }
}
