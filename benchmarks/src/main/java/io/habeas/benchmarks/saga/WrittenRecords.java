package io.habeas.benchmarks.saga;

import io.habeas.orchestrator.requests.RequestProcess;
import io.habeas.schemas.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records there are in the topics of a saga, by the end offsets of their partitions. The
 * marks by which transactions end are counted too: under load they are less than one in a hundred.
 *
 * @param travelling in the topics of requests, tasks, replies, events, the gate, the ledger and
 *     dead letters, and in the topic through which the orchestrator repartitions replies
 * @param changelogs in the changelogs of the orchestrator's stores
 */
record WrittenRecords(long travelling, long changelogs) {

  static WrittenRecords count(Admin admin, List<String> participants)
      throws ExecutionException, InterruptedException {
    Set<String> topics = admin.listTopics().names().get();
    Set<String> catalogue =
        Stream.concat(
                Stream.of(
                    Topics.REQUESTS.name(),
                    Topics.ERASURE_EVENTS.name(),
                    Topics.IDENTITY.name(),
                    Topics.ERASURES.name()),
                participants.stream()
                    .flatMap(
                        p -> Stream.of(Topics.erasureTasks(p).name(), Topics.replies(p).name())))
            .collect(Collectors.toSet());
    Predicate<String> internal = topic -> topic.startsWith(RequestProcess.NAME + "-");
    return new WrittenRecords(
        sum(
            admin,
            topics,
            topic ->
                catalogue.contains(topic)
                    || topic.endsWith(".dlq")
                    || internal.test(topic) && topic.endsWith("-repartition")),
        sum(admin, topics, topic -> internal.test(topic) && topic.endsWith("-changelog")));
  }

  private static long sum(Admin admin, Set<String> topics, Predicate<String> which)
      throws ExecutionException, InterruptedException {
    List<String> chosen = topics.stream().filter(which).toList();
    var partitions =
        admin.describeTopics(chosen).allTopicNames().get().values().stream()
            .flatMap(WrittenRecords::partitions)
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return admin.listOffsets(partitions).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }
}
