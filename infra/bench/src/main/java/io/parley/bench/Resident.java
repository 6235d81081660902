package io.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has that is not swapped or merely reserved. */
final class Resident {

    private Resident() {}

    /** In MB; where there is no {@code /proc}, not a number. */
    static double megabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToDouble(Double::parseDouble)
                            .findFirst()
                            .orElse(Double.NaN)
                    / 1024;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
