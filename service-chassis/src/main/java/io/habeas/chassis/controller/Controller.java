package io.habeas.chassis.controller;

import io.habeas.schemas.avro.Right;
import io.habeas.schemas.directives.NormalForm;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The controller (Art. 4(7) GDPR) and what it approved: one file for all services. Which stores
 * must take part is said here and nowhere else; no store adds or removes itself by what it
 * declares.
 *
 * @param name as letters name it
 * @param contact e-mail address of its data protection officer, for letters
 * @param country ISO 3166 code whose public holidays count (Reg. 1182/71 Art. 3, legal rule L2)
 * @param zone the time zone in which its days begin and end
 * @param promise how long it promised to take; the statute still holds (L3)
 * @param authority where to complain (Art. 77)
 * @param participants the stores that take part
 * @param recipients to whom it disclosed data and who have no store that takes part: told of
 *     erasures, corrections and restrictions (Art. 19)
 * @param information what a person who asks for access is told beside the copy
 * @param statutes the wording of each citation that a retention rule names, by language
 * @param consents the purposes that rest on consent (Art. 6(1)(a)), as codes, with what each is
 *     called, by language
 * @param collections what {@code participant.collection} is called in letters, by language
 */
@Validated
@ConfigurationProperties("habeas.controller")
public record Controller(
    @NotBlank String name,
    @Email @NotBlank String contact,
    @Pattern(regexp = "[A-Z]{2}") String country,
    @NotNull ZoneId zone,
    @DefaultValue("P30D") Period promise,
    @Valid @NotNull Authority authority,
    @NotEmpty List<@Valid Participant> participants,
    @DefaultValue List<@Valid Recipient> recipients,
    @Valid @NotNull Information information,
    @DefaultValue Map<String, Map<String, String>> statutes,
    @DefaultValue Map<String, Map<String, String>> collections,
    @DefaultValue
        Map<@Pattern(regexp = "[A-Za-z0-9._:-]{1,96}") String, Map<String, String>> consents) {

  /** The purpose of direct marketing, in directives (Art. 21(2)). */
  public static final String DIRECT_MARKETING = "direct-marketing";

  /** The type of identifier that people prove, by a mailed code. */
  private static final String PROVABLE = NormalForm.EMAIL;

  private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
  private static final java.util.regex.Pattern NAMES = java.util.regex.Pattern.compile(NAME);

  public Controller {
    participants = List.copyOf(participants);
    recipients = List.copyOf(recipients);
    if (recipients.stream().map(Recipient::name).distinct().count() < recipients.size()) {
      throw new IllegalArgumentException(
          "Expected recipients with a name each but two have the same");
    }
    statutes = Map.copyOf(statutes);
    collections = Map.copyOf(collections);
    consents = Map.copyOf(consents);
    for (Participant participant : participants) {
      requireThatItCanRestOnConsents(participant, consents.keySet());
    }
    for (Recipient recipient : recipients) {
      requireKnown(recipient.name(), recipient.consents(), consents.keySet());
    }
  }

  private static void requireKnown(String name, Set<String> purposes, Set<String> known) {
    if (!known.containsAll(purposes)) {
      throw new IllegalArgumentException(
          "Expected %s to rest on purposes that consents names but got %s"
              .formatted(name, purposes));
    }
  }

  private static void requireThatItCanRestOnConsents(Participant participant, Set<String> known) {
    if (participant.consents().isEmpty()) {
      return;
    }
    requireKnown(participant.name(), participant.consents(), known);
    if (!participant.required()) {
      throw new IllegalArgumentException(
          "Expected %s, which rests on consents, to be required but it is not: nothing is erased there"
              .formatted(participant.name()));
    }
    // Nobody else is asked for it, so that nobody else could lead there (L21).
    if (!participant.identifierTypes().contains(PROVABLE)) {
      throw new IllegalArgumentException(
          "Expected %s, which rests on consents, to find people by %s, which they can prove, but got %s"
              .formatted(participant.name(), PROVABLE, participant.identifierTypes()));
    }
  }

  /** Whether a text may be the name of a participant or a recipient. */
  public static boolean isName(String text) {
    return NAMES.matcher(text).matches();
  }

  /**
   * The names of the participants without whose outcome no request closes, in the order of the
   * configuration.
   */
  public List<String> requiredParticipants() {
    return participants.stream().filter(Participant::required).map(Participant::name).toList();
  }

  /**
   * The participants that hold nothing but what rests on consents for these purposes: what is
   * erased when they are withdrawn. One that rests on another consent as well is not among them,
   * since that is another legal basis (L21).
   *
   * @param withdrawn purposes, as codes
   */
  public List<Participant> restingOn(Collection<String> withdrawn) {
    return participants.stream().filter(participant -> participant.restsOn(withdrawn)).toList();
  }

  /** The participant for which the OAuth2 client {@code clientId} speaks. */
  public Optional<Participant> participantOf(String clientId) {
    return participants.stream().filter(p -> p.clientId().equals(clientId)).findFirst();
  }

  /** The recipient of this name. */
  public Optional<Recipient> recipient(String recipient) {
    return recipients.stream().filter(r -> r.name().equals(recipient)).findFirst();
  }

  /** Those recipients who are told of what this right came to (L22). */
  public List<Recipient> recipientsOf(Right right) {
    return recipients.stream().filter(r -> r.rights().contains(right)).toList();
  }

  /**
   * Looks up a text by language, falling back to English and then to any.
   *
   * @param texts by language code; null or empty where there is none
   */
  public static <T> Optional<T> text(
      @org.jspecify.annotations.Nullable Map<String, T> texts, Locale locale) {
    if (texts == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(texts.get(locale.getLanguage()))
        .or(() -> Optional.ofNullable(texts.get("en")))
        .or(() -> texts.values().stream().findFirst());
  }

  /**
   * What Art. 15(1) and (2) GDPR want told beside the copy (L14), each section by language: nothing
   * starts while one is missing. The rights and the authority are told by every letter.
   *
   * @param purposes (1)(a)
   * @param categories (1)(b)
   * @param recipients (1)(c), by name
   * @param retention (1)(d), periods or criteria
   * @param sources (1)(g), of data that was not collected from the person
   * @param automatedDecisions (1)(h), with the logic involved
   * @param transfers (2), with their safeguards
   */
  public record Information(
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> purposes,
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> categories,
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> recipients,
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> retention,
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> sources,
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> automatedDecisions,
      @NotEmpty Map<String, @NotEmpty List<@NotBlank String>> transfers) {}

  /**
   * The competent supervisory authority.
   *
   * @param name its official name
   * @param website where to complain
   */
  public record Authority(@NotBlank String name, @NotNull URI website) {}

  /**
   * A store, or a service with stores, that takes part in requests.
   *
   * @param name its name in topics and reports
   * @param clientId the OAuth2 client that speaks for it
   * @param identifierTypes the identifier types it is approved to receive and to yield
   * @param required whether a request waits for it
   * @param eraseAfter the participants whose records are erased before its own, since its own are
   *     derived from theirs
   * @param holdsIdentity whether it is where all others find out who the person is: it is erased
   *     last
   * @param directives whether it is told what it must respect from now on: whom not to take in
   *     again, and for what not to process; off where nobody is there who could follow them
   * @param processor whether somebody else runs it for the controller (Art. 4(8)): a recipient that
   *     is told by its tasks, and whose outcome is the receipt
   * @param consents the purposes on consent for which everything that it holds rests, as codes:
   *     withdrawn all together, it is erased (Art. 17(1)(b)); empty where anything has another
   *     basis
   * @param label its name in letters, by language
   */
  public record Participant(
      @Pattern(regexp = NAME) String name,
      @NotBlank String clientId,
      @NotEmpty List<String> identifierTypes,
      @DefaultValue("true") boolean required,
      @DefaultValue List<String> eraseAfter,
      @DefaultValue("false") boolean holdsIdentity,
      @DefaultValue("true") boolean directives,
      @DefaultValue("false") boolean processor,
      @DefaultValue Set<String> consents,
      @DefaultValue Map<String, String> label) {
    public Participant {
      identifierTypes = List.copyOf(identifierTypes);
      eraseAfter = List.copyOf(eraseAfter);
      consents = Set.copyOf(consents);
      label = Map.copyOf(label);
    }

    /**
     * Whether everything that it holds rests on consents for these purposes (L21).
     *
     * @param withdrawn purposes, as codes
     */
    public boolean restsOn(Collection<String> withdrawn) {
      return !consents.isEmpty() && withdrawn.containsAll(consents);
    }
  }

  /**
   * To whom the controller disclosed data and who has no store that takes part (Art. 4(9)). Who
   * processes data for the controller and takes part is told by its tasks.
   *
   * @param name its code in topics and reports
   * @param email where it is told
   * @param language in which it is told
   * @param identifierTypes by what it knows people: it is told of a person by these and nothing
   *     else
   * @param rights of which it is told what they came to
   * @param consents the purposes on consent on which everything that it got rests, as codes: it is
   *     told once what rested on them is erased. Empty for who got anything on another basis
   * @param label its name in letters, by language
   */
  public record Recipient(
      @Pattern(regexp = NAME) String name,
      @Email @NotBlank String email,
      @Pattern(regexp = "[A-Za-z0-9-]{2,35}") @DefaultValue("en") String language,
      @NotEmpty List<String> identifierTypes,
      @NotEmpty @DefaultValue({"ERASURE", "RECTIFICATION", "RESTRICTION", "OBJECTION"})
          Set<Right> rights,
      @DefaultValue Set<String> consents,
      @NotEmpty Map<String, String> label) {
    public Recipient {
      identifierTypes = List.copyOf(identifierTypes);
      rights = Set.copyOf(rights);
      consents = Set.copyOf(consents);
      label = Map.copyOf(label);
    }
  }
}
