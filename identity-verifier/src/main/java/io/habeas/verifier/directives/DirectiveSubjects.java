package io.habeas.verifier.directives;

import io.habeas.schemas.avro.ParticipantSubjects;
import io.habeas.schemas.directives.SubjectKey;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names people as directives do: for each participant under a key that is derived for it alone, by
 * the identifiers that the controller approved it to know.
 */
public final class DirectiveSubjects {
  private static final String PURPOSE = "directive-key";

  private final KeyedHash hash;
  private final Map<String, Set<String>> followers;

  /**
   * @param followers the participants that follow directives, with the types of identifier that
   *     each is approved to know
   */
  public DirectiveSubjects(KeyedHash hash, Map<String, Set<String>> followers) {
    this.hash = hash;
    this.followers = new TreeMap<>(followers);
  }

  /** The key of one participant; the same for ever, as far as the vault's lookup key is. */
  byte[] keyOf(String participant) {
    return hash.of(PURPOSE, participant).getData();
  }

  /** How the directives of each participant name the person. */
  public List<ParticipantSubjects> of(Collection<Identifier> identifiers) {
    return followers.keySet().stream()
        .map(participant -> new ParticipantSubjects(participant, of(participant, identifiers)))
        .toList();
  }

  /** How the directives of one participant name the person; empty if it follows none. */
  public List<String> of(String participant, Collection<Identifier> identifiers) {
    Set<String> types = followers.getOrDefault(participant, Set.of());
    SubjectKey key = new SubjectKey(keyOf(participant));
    return identifiers.stream()
        .filter(identifier -> types.contains(identifier.type()))
        .sorted(Comparator.comparing(Identifier::type).thenComparing(Identifier::value))
        .map(identifier -> key.subject(identifier.type(), identifier.value()))
        .toList();
  }
}
