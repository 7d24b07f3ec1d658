package io.habeas.standalone;

/** Whatever listens in the standalone, all on the loopback address. */
public enum Server {
  INTAKE(0, "request-intake"),
  AUTHORIZATION(1, "the authorization server"),
  VERIFIER(2, "identity-verifier"),
  ORCHESTRATOR(3, "erasure-orchestrator"),
  NOTIFIER(4, "notifier"),
  ACCOUNTS_AGENT(5, "accounts-agent"),
  EXPORT_BUILDER(6, "export-builder"),
  CONVERSATIONS_AGENT(7, "conversations-agent"),
  IMAGES_AGENT(8, "images-agent"),
  S3(9, "S3"),
  KAFKA(10, "Kafka"),
  REGISTRY(11, "the schema registry"),
  MONGO(12, "MongoDB"),
  POSTGRES(13, "PostgreSQL"),
  SMTP(14, "mail (SMTP)"),
  IMAP(15, "mail (IMAP)"),
  REDIS(16, "Redis"),
  SESSIONS_AGENT(17, "sessions-agent"),
  AI_PROVIDER(18, "the AI provider"),
  AI_PROVIDER_AGENT(19, "ai-provider-agent");

  private final int place;
  private final String label;

  Server(int place, String label) {
    this.place = place;
    this.label = label;
  }

  /** Where its port is in the row of ports, from 0. Does not change once it is published. */
  public int place() {
    return place;
  }

  /** What it is called in messages. */
  String label() {
    return label;
  }
}
