package io.habeas.standalone;

import io.habeas.platform.Ports;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of everything, all on the loopback address.
 *
 * @param intake the front door
 * @param authorization the authorization server
 * @param verifier the identity verifier
 * @param orchestrator the erasure orchestrator
 * @param notifier the notifier
 * @param accountsAgent the agent of the sample's accounts
 * @param conversationsAgent the agent of its conversations
 * @param imagesAgent the agent of its images
 * @param exportBuilder the export builder
 * @param s3 the object storage
 * @param kafka Kafka
 * @param registry the schema registry
 * @param mongo the MongoDB stand-in
 * @param postgres PostgreSQL
 * @param smtp mail, sending
 * @param imap mail, reading
 */
public record PortPlan(
    int intake,
    int authorization,
    int verifier,
    int orchestrator,
    int notifier,
    int accountsAgent,
    int conversationsAgent,
    int imagesAgent,
    int exportBuilder,
    int s3,
    int kafka,
    int registry,
    int mongo,
    int postgres,
    int smtp,
    int imap) {

  /**
   * A row of ports.
   *
   * @param base the first; 0 for free ones, wherever they are
   * @throws IllegalStateException if one of them is taken
   */
  public static PortPlan from(int base) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    want(wanted, base, 0, "request-intake");
    want(wanted, base, 1, "the authorization server");
    want(wanted, base, 2, "identity-verifier");
    want(wanted, base, 3, "erasure-orchestrator");
    want(wanted, base, 4, "notifier");
    want(wanted, base, 5, "accounts-agent");
    want(wanted, base, 7, "conversations-agent");
    want(wanted, base, 8, "images-agent");
    want(wanted, base, 6, "export-builder");
    want(wanted, base, 9, "S3");
    want(wanted, base, 10, "Kafka");
    want(wanted, base, 11, "the schema registry");
    want(wanted, base, 12, "MongoDB");
    want(wanted, base, 13, "PostgreSQL");
    want(wanted, base, 14, "mail (SMTP)");
    want(wanted, base, 15, "mail (IMAP)");
    var chosen = Ports.chooseAll(wanted).values().iterator();
    return new PortPlan(
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next(),
        chosen.next());
  }

  private static void want(Map<String, Integer> wanted, int base, int offset, String server) {
    wanted.put(server, base == 0 ? 0 : base + offset);
  }
}
