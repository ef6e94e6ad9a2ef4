package io.asyncrpc.gateway.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A token bucket for each name; nobody's haste is another's wait. */
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

    /** @param most names that are remembered; the one that was longest quiet is forgotten */
    public RateLimit(int perSecond, int burst, int most, LongSupplier nanoTime) {
        if (perSecond < 1 || burst < 1 || most < 1) {
            throw new IllegalArgumentException("gateway.rate.* begins at 1");
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** Counts one request, if it may pass. */
    public synchronized Rate take(String name) {
        Bucket bucket = filled(name);
        boolean passes = bucket.tokens >= 1;
        if (passes) {
            bucket.tokens--;
        }
        return rate(bucket, passes);
    }

    /** Counts nothing. */
    synchronized Rate look(String name) {
        Bucket bucket = filled(name);
        return rate(bucket, bucket.tokens >= 1);
    }

    /** So many requests in the time in which an empty bucket fills. */
    String policy(String name) {
        return "\"" + name + "\";q=" + (long) burst + ";w=" + (long) Math.ceil(burst / perSecond);
    }

    private Bucket filled(String name) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(name, anyone -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perSecond / NANOS);
        bucket.at = now;
        return bucket;
    }

    private Rate rate(Bucket bucket, boolean passes) {
        long retry = passes ? 0 : Math.max(1, secondsUntil(1, bucket));
        return new Rate((long) bucket.tokens, secondsUntil(burst, bucket), retry);
    }

    private long secondsUntil(double tokens, Bucket bucket) {
        return (long) Math.ceil((tokens - bucket.tokens) / perSecond);
    }
}
