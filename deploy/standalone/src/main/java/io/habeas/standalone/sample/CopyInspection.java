package io.habeas.standalone.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A package that a person fetched, held against its own manifest and against what the sample's
 * stores hold about that person.
 *
 * @param collections what is in it, by collection
 * @param promises each with whether it holds
 */
public record CopyInspection(List<CopiedCollection> collections, List<Promise> promises) {
  private static final String OBJECT = "object";

  /** What a copy out of Redis says of each record: where it is, and in shared keys which member. */
  private static final String KEY = "key";

  private static final String MEMBER = "member";

  /**
   * Art. 15(1)(a) to (d), (g) and (h), and (2) GDPR; the rights of (e) and (f) are in the letter.
   */
  private static final Set<String> INFORMATION =
      Set.of(
          "purposes",
          "categories",
          "recipients",
          "retention",
          "sources",
          "automatedDecisions",
          "transfers");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public CopyInspection {
    collections = List.copyOf(collections);
    promises = List.copyOf(promises);
  }

  /**
   * One collection.
   *
   * @param held how many records of the person's the store holds
   * @param copied how many are in the package
   * @param foreign how many of these are not the person's
   * @param intact whether the file has the length, hash and number of records that the manifest
   *     says
   */
  public record CopiedCollection(
      String store, String name, long held, long copied, long foreign, boolean intact) {}

  /** Whether every promise holds. */
  public boolean holds() {
    return promises.stream().allMatch(Promise::holds);
  }

  /**
   * Unpacks a package and looks at it.
   *
   * @param archive a ZIP archive
   * @param directory where its files go
   * @param subject whose it should be
   * @param stores what the stores hold
   */
  public static CopyInspection of(
      Path archive, Path directory, Subject subject, Map<String, TableContent> stores) {
    try {
      unpack(archive, directory);
      JsonNode manifest = JSON.readTree(directory.resolve("manifest.json"));
      Map<String, Long> held = new TreeMap<>();
      stores.forEach((name, table) -> held.put(name, owned(subject, table)));
      List<CopiedCollection> collections = new ArrayList<>();
      for (JsonNode store : manifest.path("stores")) {
        for (JsonNode collection : store.path("collections")) {
          String name = collection.path("collection").asString();
          collections.add(
              collection(
                  store.path("store").asString(),
                  collection,
                  directory,
                  held.getOrDefault(name, 0L),
                  subject,
                  stores));
          held.remove(name);
        }
      }
      boolean nothingMissing = held.values().stream().allMatch(rows -> rows == 0);
      return new CopyInspection(
          collections,
          List.of(
              new Promise(
                  "every file is as the manifest says",
                  collections.stream().allMatch(CopiedCollection::intact)),
              new Promise(
                  "every record that the stores hold about the person is in the copy",
                  nothingMissing
                      && !collections.isEmpty()
                      && collections.stream().allMatch(c -> c.held() == c.copied())),
              new Promise(
                  "nothing in the copy is about anybody else",
                  collections.stream().allMatch(c -> c.foreign() == 0)),
              new Promise(
                  "where others' contributions are left out the copy says so",
                  saysWhatIsWithheld(directory, collections)),
              new Promise(
                  "the images in the copy are those in the bucket, bit for bit",
                  imagesAreTheSame(
                      directory,
                      collections,
                      Objects.requireNonNull(stores.get(ImagesWatch.IMAGES)))),
              new Promise(
                  "what Art. 15(1) wants told is in it",
                  JSON.readTree(directory.resolve("information.json"))
                      .propertyNames()
                      .containsAll(INFORMATION))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CopiedCollection collection(
      String store,
      JsonNode said,
      Path directory,
      long held,
      Subject subject,
      Map<String, TableContent> stores)
      throws IOException {
    Path file = directory.resolve(said.path("file").asString());
    List<JsonNode> lines = Files.readAllLines(file).stream().map(JSON::readTree).toList();
    long records =
        IntStream.range(0, lines.size())
            .mapToObj(number -> record(lines.get(number), number))
            .distinct()
            .count();
    boolean intact =
        Files.size(file) == said.path("bytes").asLong()
            && sha256(file).equals(said.path("sha256").asString())
            && lines.size() == said.path("lines").asLong()
            && records == said.path("records").asLong();
    return new CopiedCollection(
        store,
        said.path("collection").asString(),
        held,
        records,
        lines.stream()
            .filter(line -> !accounts(line, stores).equals(Set.of(subject.account())))
            .count(),
        intact);
  }

  private static long owned(Subject subject, TableContent table) {
    return table.rows().entrySet().stream()
        .filter(row -> subject.owns(table.table(), row.getValue()))
        .map(row -> row.getValue().getOrDefault("record", row.getKey()))
        .distinct()
        .count();
  }

  /** What one or more lines are about: an object in pieces, a document, else the line itself. */
  private static String record(JsonNode line, int number) {
    if (line.has(KEY)) {
      return line.path(KEY).asString() + " " + line.path(MEMBER).asString("");
    }
    if (line.has(OBJECT)) {
      return line.path(OBJECT).toString();
    }
    return line.has("_id") ? line.path("_id").toString() : Integer.toString(number);
  }

  /** Every account that a record says it is about, however deep. */
  private static Set<String> accounts(JsonNode line, Map<String, TableContent> stores) {
    Set<String> accounts = new TreeSet<>();
    line.findValues("account_id").forEach(value -> accounts.add(value.asString("")));
    if (line.path(OBJECT).isString()) {
      accounts.add(ImageBucket.account(line.path(OBJECT).asString()));
    } else if (line.has(OBJECT)) {
      // The provider knows no people: whose a file is, only the product can tell.
      accounts.add(
          Objects.requireNonNull(stores.get(ProviderWatch.FILES))
              .rows()
              .getOrDefault(line.path(OBJECT).path("file_id").asString(), Map.of())
              .getOrDefault("account_id", ""));
    }
    if (line.has(MEMBER)) {
      accounts.add(line.path(MEMBER).asString());
    } else if (line.has(KEY)) {
      accounts.add(SessionStore.account(line.path(KEY).asString()));
    }
    if (accounts.isEmpty() && line.has("id")) {
      accounts.add(line.path("id").asString(""));
    }
    return accounts;
  }

  /** Whether every shared prompt, which others wrote in too, is marked as not whole. */
  private static boolean saysWhatIsWithheld(Path directory, List<CopiedCollection> collections)
      throws IOException {
    for (CopiedCollection collection : collections) {
      if (collection.name().equals("shared_prompts")) {
        Path file = directory.resolve(collection.store()).resolve(collection.name() + ".jsonl");
        if (!Files.readAllLines(file).stream().allMatch(line -> line.contains("habeas:withheld"))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the images in the copy, put together again, are those that the bucket holds. */
  private static boolean imagesAreTheSame(
      Path directory, List<CopiedCollection> collections, TableContent images) throws IOException {
    Map<String, ByteArrayOutputStream> whole = new TreeMap<>();
    for (CopiedCollection collection : collections) {
      if (collection.name().equals(ImagesWatch.IMAGES)) {
        Path file = directory.resolve(collection.store()).resolve(collection.name() + ".jsonl");
        for (String line : Files.readAllLines(file)) {
          JsonNode piece = JSON.readTree(line);
          whole
              .computeIfAbsent(piece.path(OBJECT).asString(), key -> new ByteArrayOutputStream())
              .writeBytes(Base64.getDecoder().decode(piece.path("base64").asString()));
        }
      }
    }
    return !whole.isEmpty()
        && whole.entrySet().stream()
            .allMatch(
                image ->
                    hash("MD5", image.getValue().toByteArray())
                        .equals(
                            images
                                .rows()
                                .getOrDefault(image.getKey(), Map.of())
                                .get(ImagesWatch.MD5)));
  }

  private static void unpack(Path archive, Path directory) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("Expected entries inside the package but one leads out of it");
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    return hash("SHA-256", Files.readAllBytes(file));
  }

  private static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected %s but this JDK has none".formatted(algorithm), e);
    }
  }
}
