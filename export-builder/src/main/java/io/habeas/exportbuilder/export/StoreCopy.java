package io.habeas.exportbuilder.export;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.HaltReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one participant's part in an export.
 *
 * @param participant which
 * @param located whether it has searched by everything that was known when it was asked
 * @param holdings what it located last
 * @param copy what it read out; null before
 * @param refusals how often the packager refused what it uploaded
 * @param halted why a person must decide before anything more is asked of it; null while nobody
 *     must
 */
public record StoreCopy(
    ParticipantId participant,
    boolean located,
    List<Holding> holdings,
    @Nullable Copy copy,
    int refusals,
    @Nullable HaltReason halted) {
  public StoreCopy {
    holdings = List.copyOf(holdings);
  }

  static StoreCopy unknown(ParticipantId participant) {
    return new StoreCopy(participant, false, List.of(), null, 0, null);
  }

  /** It must search (again): a copy made before covers only what was known then. */
  StoreCopy searching() {
    return new StoreCopy(participant, false, holdings, null, refusals, halted);
  }

  StoreCopy located(List<Holding> found) {
    return new StoreCopy(participant, true, found, copy, refusals, halted);
  }

  StoreCopy readOut(Copy what) {
    return new StoreCopy(participant, located, holdings, what, refusals, halted);
  }

  StoreCopy refused() {
    return new StoreCopy(participant, located, holdings, null, refusals + 1, halted);
  }

  /** What it read out is of no use any more. */
  StoreCopy withoutCopy() {
    return new StoreCopy(participant, located, holdings, null, refusals, halted);
  }

  /** What the package has of it, which nothing that it read out since can change. */
  StoreCopy packaged(List<Copy.Exported> what) {
    Copy packaged = new Copy(copy == null ? 0 : copy.step(), what, null);
    return new StoreCopy(participant, located, holdings, packaged, refusals, null);
  }

  /** Whether a collection that it located something in is missing from what it read out. */
  boolean lacksSomething() {
    return copy != null
        && holdings.stream()
            .filter(holding -> holding.records() > 0)
            .anyMatch(
                holding ->
                    copy.collections().stream()
                        .noneMatch(
                            read ->
                                read.collection().equals(holding.collection())
                                    && read.records() > 0));
  }

  StoreCopy halted(HaltReason reason) {
    return new StoreCopy(participant, located, holdings, copy, refusals, reason);
  }
}
