package io.habeas.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads everything there is and looks for marks. */
final class CanaryScan {
  private static final Duration POLL = Duration.ofMillis(200);

  private CanaryScan() {}

  /**
   * A mark that was found.
   *
   * @param where a topic, a store, a file
   * @param form as what
   */
  record Hit(String where, String form) {}

  /**
   * What a scan came to.
   *
   * @param places how many topics, stores or files were read
   * @param records how many records, entries or lines
   * @param planted where what was planted as it is lies, each place once for each time
   * @param hits marks anywhere else
   */
  record Found(int places, long records, List<String> planted, List<Hit> hits) {
    Found {
      planted = List.copyOf(planted);
      hits = List.copyOf(hits);
    }
  }

  /**
   * Every topic on a broker, changelogs and Kafka's own included, from its beginning: keys, values
   * and headers, committed or not.
   *
   * @param planted a value that somebody wrote to topics as it is
   */
  static Found topics(String bootstrapServers, byte[] planted) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("isolation.level", "read_uncommitted");
    settings.put("exclude.internal.topics", false);
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      Set<String> topics = consumer.listTopics().keySet();
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long read = 0;
      List<String> asPlanted = new ArrayList<>();
      List<Hit> hits = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          read++;
          if (Arrays.equals(message.value(), planted)) {
            asPlanted.add(message.topic());
          } else {
            marks(message).map(form -> new Hit(message.topic(), form)).forEach(hits::add);
          }
        }
      }
      return new Found(topics.size(), read, asPlanted, hits);
    }
  }

  private static Stream<String> marks(ConsumerRecord<byte[], byte[]> message) {
    Stream<byte[]> headers =
        Stream.of(message.headers().toArray())
            .flatMap(header -> Stream.of(header.key().getBytes(UTF_8), header.value()));
    return Stream.concat(Stream.of(message.key(), message.value()), headers)
        .flatMap(Stream::ofNullable)
        .map(CanaryMark::in)
        .flatMap(Optional::stream);
  }

  /** Every entry of every state store under a directory whose process has ended. */
  static Found stateStores(Path directory) throws IOException, RocksDBException {
    List<Path> databases;
    try (Stream<Path> paths = Files.walk(directory)) {
      databases =
          paths
              .filter(path -> path.getFileName().toString().equals("CURRENT"))
              .map(Path::getParent)
              .toList();
    }
    long entries = 0;
    List<Hit> hits = new ArrayList<>();
    for (Path database : databases) {
      entries += entries(database, hits);
    }
    return new Found(databases.size(), entries, List.of(), hits);
  }

  private static long entries(Path database, List<Hit> hits) throws RocksDBException {
    List<ColumnFamilyDescriptor> families;
    try (Options options = new Options()) {
      families =
          RocksDB.listColumnFamilies(options, database.toString()).stream()
              .map(ColumnFamilyDescriptor::new)
              .toList();
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    long entries = 0;
    try (DBOptions options = new DBOptions();
        RocksDB opened = RocksDB.openReadOnly(options, database.toString(), families, handles)) {
      for (ColumnFamilyHandle family : handles) {
        try (RocksIterator entry = opened.newIterator(family)) {
          for (entry.seekToFirst(); entry.isValid(); entry.next()) {
            entries++;
            Stream.of(entry.key(), entry.value())
                .map(CanaryMark::in)
                .flatMap(Optional::stream)
                .map(form -> new Hit(database.toString(), form))
                .forEach(hits::add);
          }
        }
      }
    }
    return entries;
  }

  /** Lines of text, a log say. */
  static Found text(String where, Stream<String> lines) {
    List<String> all = lines.toList();
    List<Hit> hits =
        all.stream()
            .map(CanaryMark::in)
            .flatMap(Optional::stream)
            .map(form -> new Hit(where, form))
            .toList();
    return new Found(1, all.size(), List.of(), hits);
  }
}
