package io.habeas.storeagent.processor.opendsr;

import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Asked;
import io.habeas.storeagent.processor.StandIn.Reply;
import io.habeas.storeagent.processor.opendsr.Authority.Issued;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** A processor that speaks OpenDSR as its specification says, and misbehaves when told to. */
class Processor implements AutoCloseable {
  static final String DOMAIN = "opendsr.processor.example";

  /** Each request as it came, and its state, by its id. */
  final Map<String, JsonNode> requests = new ConcurrentHashMap<>();

  final Map<String, String> states = new ConcurrentHashMap<>();
  volatile Issued signsWith;
  volatile Issued shows;
  volatile String types = "'erasure', 'access'";
  volatile String identities =
      "{'identity_type': 'email', 'identity_format': 'raw'},"
          + "{'identity_type': 'controller_customer_id', 'identity_format': 'sha256'}";
  volatile String firstState = "pending";

  /** What completed requests say further. */
  volatile String results = "";

  volatile byte[] file = new byte[0];
  final StandIn standIn = new StandIn(this::answer);

  Processor(Issued issued) {
    this.signsWith = issued;
    this.shows = issued;
  }

  private Reply answer(Asked asked) {
    return switch (asked.line()) {
      case "GET /v2/discovery" ->
          Reply.json(
              "{'api_version': '2.0', 'supported_identities': [%s], 'supported_subject_request_types': [%s], 'processor_certificate': '%s/cert.pem'}"
                  .formatted(identities, types, standIn.uri()));
      case "GET /cert.pem" ->
          new Reply(200, Map.of(), shows.pem().getBytes(StandardCharsets.UTF_8));
      case "POST /v2/requests" -> submit(asked);
      default -> {
        String id = asked.path().substring(asked.path().lastIndexOf('/') + 1);
        if (asked.path().startsWith("/results")) {
          yield new Reply(200, Map.of(), file(id));
        }
        yield states.containsKey(id) ? signed(Reply.json(status(id))) : Reply.status(404);
      }
    };
  }

  private Reply submit(Asked asked) {
    JsonNode request = asked.json();
    String id = request.path("subject_request_id").asString();
    if (requests.putIfAbsent(id, request) != null) {
      return Reply.json(400, "{'error': {'code': 400, 'message': 'duplicate'}}");
    }
    states.put(id, firstState);
    return signed(
        Reply.json(
            201,
            "{'controller_id': 'c', 'expected_completion_time': '2026-12-01T00:00:00Z', 'received_time': '2026-11-24T12:00:00Z', 'encoded_request': '', 'subject_request_id': '%s'}"
                .formatted(id)));
  }

  String status(String id) {
    String state = state(id);
    String more = "completed".equals(state) ? results(id) : "";
    return "{'controller_id': 'c', 'expected_completion_time': '2026-12-01T00:00:00Z', 'subject_request_id': '%s', 'request_status': '%s', 'api_version': '2.0'%s}"
        .formatted(id, state, more)
        .replace('\'', '"');
  }

  /** How far a request is, which is told now. */
  String state(String id) {
    return states.getOrDefault(id, "");
  }

  /** What a completed request says further. */
  String results(String id) {
    return results;
  }

  /**
   * What is to be fetched.
   *
   * @param name the end of the address
   */
  byte[] file(String name) {
    return file;
  }

  Reply signed(Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put(OpenDsrClient.DOMAIN, DOMAIN);
    headers.put(OpenDsrClient.SIGNATURE, signsWith.sign(reply.body()));
    return new Reply(reply.status(), headers, reply.body());
  }

  void all(String state) {
    states.replaceAll((id, before) -> state);
  }

  String onlyId() {
    return requests.keySet().iterator().next();
  }

  @Override
  public void close() {
    standIn.close();
  }
}
