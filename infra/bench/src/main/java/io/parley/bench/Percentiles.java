package io.parley.bench;

import java.util.Arrays;
import java.util.Collection;

/** Latencies of one run, sorted. */
record Percentiles(long[] nanos) {

    static Percentiles of(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** In milliseconds; of nothing, not a number. */
    double at(double percent) {
        if (nanos.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(percent / 100 * nanos.length) - 1;
        return nanos[Math.max(0, index)] / 1e6;
    }
}
