package io.habeas.platform;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may write which topic of a broker that has an authorizer and otherwise allows everything.
 *
 * @param bootstrapServers the broker, {@code host:port}
 */
public record TopicRights(String bootstrapServers) {

  private static final String EVERYBODY = "User:*";

  /**
   * Takes the right to write a topic away from every client; reading and describing stay. The topic
   * need not exist. Idempotent.
   */
  public void forbidWriting(String topic) {
    alter(
        admin ->
            admin
                .createAcls(
                    List.of(
                        rule(topic, AclOperation.WRITE, AclPermissionType.DENY),
                        // One rule on a topic ends the broker's default of "anything goes" for it.
                        rule(topic, AclOperation.ALL, AclPermissionType.ALLOW)))
                .all());
  }

  /** Gives back what {@link #forbidWriting} took. Idempotent. */
  public void permitWriting(String topic) {
    alter(
        admin ->
            admin
                .deleteAcls(
                    List.of(
                        rule(topic, AclOperation.WRITE, AclPermissionType.DENY).toFilter(),
                        rule(topic, AclOperation.ALL, AclPermissionType.ALLOW).toFilter()))
                .all());
  }

  private static AclBinding rule(
      String topic, AclOperation operation, AclPermissionType permission) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry(EVERYBODY, "*", operation, permission));
  }

  private void alter(Alteration alteration) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      alteration.apply(admin).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected the rights to be changed but was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected the rights to be changed but they were not", e);
    }
  }

  private interface Alteration {
    KafkaFuture<?> apply(Admin admin);
  }
}
