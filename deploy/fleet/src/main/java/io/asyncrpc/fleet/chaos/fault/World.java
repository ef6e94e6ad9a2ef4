package io.asyncrpc.fleet.chaos.fault;

import io.asyncrpc.fleet.chaos.broker.BrokerClient;
import io.asyncrpc.fleet.chaos.broker.Poison;
import io.asyncrpc.fleet.chaos.host.Init;
import io.asyncrpc.fleet.chaos.host.Launcher;
import io.asyncrpc.fleet.chaos.host.Machine;

/** What faults act upon. */
public record World(
        Machine machine,
        Launcher launcher,
        Init init,
        Links links,
        Clocks clocks,
        BrokerClient broker,
        Poison poison) {}
