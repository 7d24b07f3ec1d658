package io.habeas.benchmarks.directives;

/**
 * What following directives costs a service; the names are the keys of the JSON file.
 *
 * @param people whom something is directed about
 * @param secondsToFollow from the start until the topic was read to its end
 * @param bytesPerPerson of heap, after a collection
 * @param lookUps how many were timed, by one thread, half of them of people nobody heard of
 * @param p50Micros the median of a look-up
 * @param p99Micros 99 in 100 took no longer
 * @param asExpected whether every look-up answered what was directed
 */
public record DirectivesReport(
    int people,
    double secondsToFollow,
    double bytesPerPerson,
    int lookUps,
    double p50Micros,
    double p99Micros,
    boolean asExpected) {}
