package dev.tillgate.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processor time since some moment, in milliseconds: of single processes, and of the whole machine, so that it can be
 * told how much others took meanwhile. Linux counts it in hundredths of a second.
 */
final class Cpu {
    private static final int TICK_MS = 10;

    private final List<Long> pids;
    private final List<Long> begun = new ArrayList<>();
    private final long machineBegun;
    private final long startNanos = System.nanoTime();

    Cpu(List<Long> pids) throws IOException {
        this.pids = List.copyOf(pids);
        for (long pid : pids) {
            begun.add(ofProcess(pid));
        }
        machineBegun = ofMachine();
    }

    /** Milliseconds each process has used, in the order given. */
    List<Long> used() throws IOException {
        List<Long> used = new ArrayList<>();
        for (int i = 0; i < pids.size(); i++) {
            used.add(ofProcess(pids.get(i)) - begun.get(i));
        }
        return used;
    }

    /** The share of the machine that all other processes have used, 0 to 1. */
    double others() throws IOException {
        long ours = used().stream().mapToLong(Long::longValue).sum();
        double elapsed =
                (System.nanoTime() - startNanos) / 1e6 * Runtime.getRuntime().availableProcessors();
        return Math.max(0, (ofMachine() - machineBegun - ours) / elapsed);
    }

    /** Bytes of a process that are in memory now. */
    static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new NoSuchFileException("no VmRSS of " + pid);
    }

    private static long ofProcess(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS;
    }

    /** All states but idle and waiting for a disk. */
    private static long ofMachine() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
        long busy = 0;
        for (int i = 1; i <= 8 && i < fields.length; i++) {
            if (i != 4 && i != 5) {
                busy += Long.parseLong(fields[i]);
            }
        }
        return busy * TICK_MS;
    }
}
