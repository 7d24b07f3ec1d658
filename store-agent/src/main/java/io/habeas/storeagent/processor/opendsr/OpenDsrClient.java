package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.Answered;
import io.habeas.storeagent.processor.Call;
import io.habeas.storeagent.processor.Contradictions;
import io.habeas.storeagent.processor.JsonText;
import io.habeas.storeagent.processor.ProcessorClient;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * Speaks OpenDSR 2.0. What a processor says is taken for its word only with a signature that its
 * certificate verifies.
 */
final class OpenDsrClient {
  static final String DOMAIN = "X-OpenDSR-Processor-Domain";
  static final String SIGNATURE = "X-OpenDSR-Signature";
  private static final Set<Integer> NOT_FOUND = Set.of(404);

  /** For as long a processor is taken to be what it said. */
  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  private final ProcessorClient client;
  private final OpenDsrConnection connection;
  private final Set<TrustAnchor> authorities;
  private final Contradictions contradictions;
  private final Clock clock;
  private final AtomicReference<Known> known = new AtomicReference<>();

  OpenDsrClient(
      ProcessorClient client,
      OpenDsrConnection connection,
      Contradictions contradictions,
      Clock clock) {
    this.client = client;
    this.connection = connection;
    this.authorities = SigningCertificate.authorities(connection.trust());
    this.contradictions = contradictions;
    this.clock = clock;
  }

  /** The processor as it last described itself. */
  record Known(Discovery discovery, SigningCertificate certificate, Instant since) {}

  /**
   * What the processor says of itself, as of an hour ago at most.
   *
   * @throws ProcessorFailure if it does not say it, or its certificate is not acceptable
   */
  Known known() {
    Known last = known.get();
    Instant now = clock.instant();
    if (last != null
        && now.isBefore(last.since().plus(KNOWN_FOR))
        && last.certificate().isValidAt(now)) {
      return last;
    }
    Discovery discovery = Discovery.read(client.call(Call.get(at("/discovery"))).json());
    byte[] content = client.call(Call.get(discovery.certificate()).anonymously()).body();
    try {
      Known found =
          new Known(
              discovery,
              SigningCertificate.read(content, authorities, connection.domain(), now),
              now);
      known.set(found);
      return found;
    } catch (SigningCertificate.Unacceptable e) {
      contradictions.show(
          "Expected the processor's certificate to be acceptable but " + e.getMessage());
      throw new ProcessorFailure(
          WaitReason.MAP_MISMATCH, Trace.NONE, "a certificate that is not acceptable");
    }
  }

  /**
   * Whether the processor has signed {@code body}.
   *
   * @param domain as whom it says to have signed; empty if it does not say
   * @param signature in Base64; empty if there is none
   */
  boolean isSigned(byte[] body, String domain, String signature) {
    return domain.equalsIgnoreCase(connection.domain())
        && !signature.isEmpty()
        && known().certificate().hasSigned(body, signature);
  }

  /**
   * Makes a request.
   *
   * @param key its {@code subject_request_id}: of this order alone, so that processors cannot tell
   *     by it that they were asked about the same person
   */
  void submit(UUID key, RequestType type, List<Identity> identities, Instant since) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("regulation", connection.regulation());
    body.put("subject_request_id", key.toString());
    body.put("subject_request_type", type.code());
    body.put("submitted_time", since.truncatedTo(ChronoUnit.SECONDS).toString());
    body.put(
        "subject_identities",
        identities.stream()
            .map(
                identity ->
                    Map.of(
                        "identity_type", identity.type(),
                        "identity_value", identity.value(),
                        "identity_format", identity.format()))
            .toList());
    body.put("api_version", "2.0");
    callback(key).ifPresent(url -> body.put("status_callback_urls", List.of(url)));
    byte[] bytes = JsonText.write(body).getBytes(StandardCharsets.UTF_8);
    // Before anything is asked for that could not be believed to have been taken.
    known();
    Call call =
        new Call(
            "POST",
            at("/requests"),
            Map.of("Accept", "application/json"),
            Optional.of(new Call.Body("application/json", bytes)),
            true,
            Set.of());
    Answered answered = client.call(call);
    try {
      JsonNode answer = signed(answered);
      if (!answer.path("subject_request_id").asString("").equalsIgnoreCase(key.toString())) {
        throw malformed("an answer about another request");
      }
    } catch (ProcessorFailure e) {
      // Whatever is wrong with the answer, the request was taken, or may have been.
      throw new ProcessorFailure(e.reason(), Trace.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /** Where the processor is to say that the state of a request has changed; empty for nowhere. */
  Optional<String> callback(UUID key) {
    URI url = connection.callbackUrl();
    if (url == null) {
      return Optional.empty();
    }
    String base = url.toString();
    return Optional.of((base.endsWith("/") ? base : base + "/") + key);
  }

  /** How far a request is; empty if the processor does not know it. */
  Optional<RequestStatus> status(UUID key) {
    Answered answered = client.call(Call.get(at("/requests/" + key)).accepting(NOT_FOUND));
    if (NOT_FOUND.contains(answered.status())) {
      return Optional.empty();
    }
    return Optional.of(RequestStatus.read(signed(answered), key));
  }

  private JsonNode signed(Answered answered) {
    if (connection.signedAnswers()
        && !isSigned(
            answered.body(),
            answered.headers().firstValue(DOMAIN).orElse(""),
            answered.headers().firstValue(SIGNATURE).orElse(""))) {
      contradictions.show(
          "Expected the processor to sign its answers as %s but it does not, or not with its"
                  .formatted(connection.domain())
              + " certificate");
      // It may have a new certificate.
      known.set(null);
      throw new ProcessorFailure(
          WaitReason.MAP_MISMATCH, Trace.UNKNOWN, "an answer without its signature");
    }
    return answered.json();
  }

  private URI at(String path) {
    String base = connection.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  static ProcessorFailure malformed(String what) {
    return new ProcessorFailure(WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, what);
  }
}
