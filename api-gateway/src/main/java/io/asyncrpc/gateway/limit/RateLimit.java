package io.asyncrpc.gateway.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A token bucket for each organisation; nobody's haste is another's wait. */
public final class RateLimit {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets;

    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    public RateLimit(RateConfig config, LongSupplier nanoTime) {
        if (config.perSecond() < 1 || config.burst() < 1 || config.organisations() < 1) {
            throw new IllegalArgumentException("gateway.rate.* begins at 1");
        }
        this.perSecond = config.perSecond();
        this.burst = config.burst();
        this.nanoTime = nanoTime;
        int most = config.organisations();
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** @return 0 if the request may pass, else the seconds after which it is worth trying again, at least 1 */
    public synchronized long take(String organisation) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(organisation, anyone -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perSecond / NANOS);
        bucket.at = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - bucket.tokens) / perSecond));
    }
}
