package io.habeas.storeagent.processor.objects;

import io.habeas.storeagent.processor.objects.ProviderDefinition.Absent;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Auth;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Content;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Cursor;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Except;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Items;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Kind;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Said;
import io.habeas.storeagent.processor.objects.ProviderDefinition.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reads definitions of processors: those that come with the agent, and others. */
final class ProviderDefinitions {
  private static final Pattern SHIPPED = Pattern.compile("[a-z][a-z0-9-]*");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ProviderDefinitions() {}

  /**
   * A definition.
   *
   * @param name of a definition that comes with the agent, or the path of a file
   * @throws IllegalStateException if there is none, or it cannot be used
   */
  static ProviderDefinition load(String name) {
    try (InputStream shipped =
        SHIPPED.matcher(name).matches()
            ? ProviderDefinitions.class.getResourceAsStream(name + ".yml")
            : null) {
      if (shipped != null) {
        return read(name, new InputStreamReader(shipped, StandardCharsets.UTF_8));
      }
      try (Reader file = Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
        return read(name, file);
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IllegalStateException(
          "Expected a definition of a processor in %s but there is none".formatted(name), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same.
   *
   * @param name in errors
   */
  static ProviderDefinition read(String name, Reader reader) {
    try {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return MAPPER.convertValue(yaml, File.class).definition();
    } catch (YAMLException | JacksonException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "Expected a definition of a processor in %s but %s".formatted(name, e.getMessage()), e);
    }
  }

  /** As it is written. Whatever may be left out is null. */
  private record File(
      @Nullable URI baseUrl,
      @Nullable AuthFile auth,
      @Nullable Map<String, String> headers,
      @Nullable String probe,
      @Nullable AbsentFile absent,
      @Nullable Map<String, KindFile> kinds) {

    ProviderDefinition definition() {
      AuthFile key = required(auth, "auth");
      AbsentFile none = required(absent, "absent");
      Map<String, Kind> all = new TreeMap<>();
      required(kinds, "kinds").forEach((kind, written) -> all.put(kind, written.kind(kind)));
      return new ProviderDefinition(
          required(baseUrl, "base-url"),
          new Auth(required(key.header, "auth.header"), key.prefix == null ? "" : key.prefix),
          orNone(headers),
          new PathTemplate(required(probe, "probe")),
          new Absent(
              required(none.statuses, "absent.statuses"),
              required(none.field, "absent.field"),
              Optional.ofNullable(none.except).map(ExceptFile::except)),
          all);
    }
  }

  private record AuthFile(@Nullable String header, @Nullable String prefix) {}

  private record AbsentFile(
      @Nullable List<Integer> statuses, @Nullable String field, @Nullable ExceptFile except) {}

  private record ExceptFile(@Nullable String field, @Nullable String pattern) {
    Except except() {
      return new Except(
          required(field, "absent.except.field"),
          Pattern.compile(required(pattern, "absent.except.pattern"), Pattern.DOTALL));
    }
  }

  private record KindFile(
      @Nullable Map<String, String> headers,
      @Nullable String read,
      @Nullable ContentFile content,
      @Nullable ItemsFile items,
      @Nullable StopFile stop,
      @Nullable String delete,
      @Nullable SaidFile deleted) {

    Kind kind(String name) {
      SaidFile said = required(deleted, name + ".deleted");
      var kind =
          new Kind(
              orNone(headers),
              new PathTemplate(required(read, name + ".read")),
              Optional.ofNullable(content).map(ContentFile::content),
              Optional.ofNullable(items).map(ItemsFile::items),
              Optional.ofNullable(stop).map(StopFile::stop),
              new PathTemplate(required(delete, name + ".delete")),
              new Said(
                  required(said.field, name + ".deleted.field"),
                  required(said.value, name + ".deleted.value")));
      if (kind.names().isEmpty() || !kind.names().containsAll(kind.read().names())) {
        throw new IllegalArgumentException(
            "Expected the paths of %s to have the same names but they have not".formatted(name));
      }
      return kind;
    }
  }

  private record ContentFile(@Nullable String path, @Nullable List<Integer> withheld) {
    Content content() {
      return new Content(
          new PathTemplate(required(path, "content.path")),
          withheld == null ? List.of() : withheld);
    }
  }

  private record ItemsFile(
      @Nullable String path, @Nullable String list, @Nullable CursorFile cursor) {
    Items items() {
      CursorFile next = required(cursor, "items.cursor");
      return new Items(
          new PathTemplate(required(path, "items.path")),
          required(list, "items.list"),
          new Cursor(
              required(next.parameter, "items.cursor.parameter"),
              required(next.field, "items.cursor.field"),
              required(next.more, "items.cursor.more")));
    }
  }

  private record CursorFile(
      @Nullable String parameter, @Nullable String field, @Nullable String more) {}

  private record StopFile(
      @Nullable String path,
      @Nullable String field,
      @Nullable List<String> running,
      @Nullable List<String> stopping) {
    Stop stop() {
      return new Stop(
          new PathTemplate(required(path, "stop.path")),
          required(field, "stop.field"),
          required(running, "stop.running"),
          required(stopping, "stop.stopping"));
    }
  }

  private record SaidFile(@Nullable String field, @Nullable String value) {}

  private static Map<String, String> orNone(@Nullable Map<String, String> written) {
    return written == null ? Map.of() : written;
  }

  private static <T> T required(@Nullable T written, String name) {
    if (written == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return written;
  }
}
