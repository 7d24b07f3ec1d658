package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a processor says of itself (OpenDSR, Discovery).
 *
 * @param identities which identifiers it takes
 * @param requestTypes what can be asked of it
 * @param certificate where its certificate is
 */
record Discovery(Set<Identity.Kind> identities, Set<String> requestTypes, URI certificate) {
  Discovery {
    identities = Set.copyOf(identities);
    requestTypes = Set.copyOf(requestTypes);
  }

  /**
   * @throws ProcessorFailure if something is missing
   */
  static Discovery read(JsonNode answer) {
    Set<Identity.Kind> identities = new LinkedHashSet<>();
    for (JsonNode each : answer.path("supported_identities")) {
      identities.add(
          new Identity.Kind(
              each.path("identity_type").asString(""), each.path("identity_format").asString("")));
    }
    Set<String> types = new LinkedHashSet<>();
    answer.path("supported_subject_request_types").forEach(each -> types.add(each.asString("")));
    try {
      String certificate = answer.path("processor_certificate").asString("");
      if (!identities.isEmpty() && !types.isEmpty() && !certificate.isEmpty()) {
        return new Discovery(identities, types, URI.create(certificate));
      }
    } catch (IllegalArgumentException e) {
      // Said below: what is there is no address.
    }
    throw new ProcessorFailure(
        WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, "a discovery that lacks something");
  }
}
