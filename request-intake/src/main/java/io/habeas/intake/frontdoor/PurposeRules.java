package io.habeas.intake.frontdoor;

import io.habeas.intake.Complaint;
import io.habeas.schemas.avro.Right;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For which purposes processing is to stop: those for which consent is withdrawn (Art. 7(3)), or
 * direct marketing where a person objects to that (Art. 21(2)). Pure.
 */
final class PurposeRules {
  private final String directMarketing;
  private final Set<String> consents;

  /**
   * @param directMarketing the code of direct marketing
   * @param consents the codes of the purposes that rest on consent
   */
  PurposeRules(String directMarketing, Set<String> consents) {
    this.directMarketing = directMarketing;
    this.consents = Set.copyOf(consents);
  }

  List<String> check(
      Right right, @Nullable List<@Nullable String> named, List<Complaint> complaints) {
    return switch (right) {
      case CONSENT_WITHDRAWAL -> withdrawn(named, complaints);
      case MARKETING_OBJECTION -> {
        refuse(named, complaints);
        yield List.of(directMarketing);
      }
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> {
        refuse(named, complaints);
        yield List.of();
      }
    };
  }

  private List<String> withdrawn(
      @Nullable List<@Nullable String> named, List<Complaint> complaints) {
    if (named == null || named.isEmpty()) {
      complaints.add(new Complaint("#/purposes", "required"));
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < named.size(); i++) {
      String purpose = named.get(i);
      if (purpose == null || !consents.contains(purpose)) {
        complaints.add(new Complaint("#/purposes/" + i, "no-purpose-that-rests-on-consent"));
      } else if (!seen.add(purpose)) {
        complaints.add(new Complaint("#/purposes/" + i, "twice"));
      }
    }
    return named.stream().filter(Objects::nonNull).distinct().sorted().toList();
  }

  /** What is no part of a request must not be lost silently: the person means something by it. */
  private static void refuse(@Nullable List<@Nullable String> named, List<Complaint> complaints) {
    if (named != null) {
      complaints.add(new Complaint("#/purposes", "not-with-this-right"));
    }
  }
}
