package io.asyncrpc.bridge.mqtt;

import io.asyncrpc.bridge.broker.BatchConsumer;
import io.asyncrpc.bridge.broker.BatchConsumer.Step;
import io.asyncrpc.bridge.broker.Consumers;
import io.asyncrpc.bridge.broker.Delivery;
import io.asyncrpc.bridge.broker.HousePublisher;
import io.asyncrpc.bridge.broker.Outgoing;
import io.asyncrpc.bridge.dispatch.Dispatch;
import io.asyncrpc.bridge.dispatch.DispatchReader;
import io.asyncrpc.bridge.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Passes on what the core wants said: house messages in, words to devices out. */
@ApplicationScoped
class DownlinkRelay {
    private static final Logger LOG = Logger.getLogger(DownlinkRelay.class);
    private static final String QUEUE = "bridge.dispatch";
    private static final String DEAD_QUEUE = QUEUE + ".dead";
    /** Said in one confirm round: so many words, and so many characters of payload. */
    private static final int MOST_WORDS = 500;

    private static final int MOST_PAYLOAD = 4 << 20;

    private final BatchConsumer consumer;
    private final WordPublisher devices;
    private final HousePublisher house;
    private final Traces traces;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final DispatchReader reader = new DispatchReader();
    private final WordWriter writer = new WordWriter();

    DownlinkRelay(
            Consumers consumers,
            WordPublisher devices,
            HousePublisher house,
            Traces traces,
            MeterRegistry metrics,
            InstantSource clock) {
        this.consumer = consumers.ofHouse(QUEUE);
        this.devices = devices;
        this.house = house;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        consumer.start(this::plan);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        consumer.stop();
    }

    private List<Step> plan(List<Delivery> batch) {
        List<Dispatch> items = new ArrayList<>();
        List<Outgoing> dead = new ArrayList<>();
        for (Delivery delivery : batch) {
            DispatchReader.Reading reading = reader.read(delivery.body());
            reading.items().stream().filter(this::maySay).forEach(items::add);
            if (!reading.unreadable().isEmpty()) {
                dead.add(delivery.dead(DEAD_QUEUE, String.join("; ", reading.unreadable())));
            }
        }
        List<Step> steps = new ArrayList<>();
        for (List<Dispatch> slice : slices(items)) {
            steps.add(() -> say(slice));
        }
        steps.add(() -> bury(dead));
        return steps;
    }

    private boolean maySay(Dispatch item) {
        return !(item instanceof Dispatch.Refused) || devices.mayRefuse(item.deviceId());
    }

    /** A backlog in pieces that the broker confirms in time; one that was said is not said again for the next one's sake. */
    static List<List<Dispatch>> slices(List<Dispatch> items) {
        List<List<Dispatch>> slices = new ArrayList<>();
        int from = 0;
        int payloads = 0;
        for (int i = 0; i < items.size(); i++) {
            int payload = payload(items.get(i));
            if (i > from && (i - from == MOST_WORDS || payloads + payload > MOST_PAYLOAD)) {
                slices.add(items.subList(from, i));
                from = i;
                payloads = 0;
            }
            payloads += payload;
        }
        if (from < items.size()) {
            slices.add(items.subList(from, items.size()));
        }
        return slices;
    }

    private static int payload(Dispatch item) {
        return item instanceof Dispatch.Handout it && it.payload() != null
                ? it.payload().length()
                : 0;
    }

    /** The words are written anew each time, since they tell how much time is left. */
    private void say(List<Dispatch> items) throws Exception {
        Instant now = clock.instant();
        TracedWords traced = new TracedWords(traces);
        List<Word> words = new ArrayList<>();
        int expired = 0;
        for (Dispatch item : items) {
            Optional<Word> word = writer.write(item, now);
            word.map(it -> traced.begin(item, it)).ifPresent(words::add);
            expired += word.filter(it -> it.kind().equals(item.kind())).isPresent() ? 0 : 1;
        }
        say(words, traced);
        metrics.counter("bridge.expired").increment(expired);
    }

    private void say(List<Word> words, TracedWords traced) throws Exception {
        try {
            devices.say(words);
            traced.end();
        } catch (Exception notSaid) {
            traced.fail(notSaid);
            throw notSaid;
        }
    }

    private void bury(List<Outgoing> dead) throws Exception {
        if (!dead.isEmpty()) {
            house.publish(dead);
            metrics.counter("bridge.dead", "queue", DEAD_QUEUE).increment(dead.size());
            LOG.warnf("House message put away as unreadable count=%d", dead.size());
        }
    }
}
