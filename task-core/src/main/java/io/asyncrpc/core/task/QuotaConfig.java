package io.asyncrpc.core.task;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many tasks may be open, which is neither final nor forgotten; more are refused as {@code quota-exceeded}. */
@ConfigMapping(prefix = "core.quota")
interface QuotaConfig {
    /** Of one device; submissions at the same moment may go over it by their number. */
    @WithDefault("1000")
    int openTasksPerDevice();

    /** Of one organisation; other replicas may go over it by what they take in ten seconds. */
    @WithDefault("1000000")
    int openTasksPerOrganisation();
}
