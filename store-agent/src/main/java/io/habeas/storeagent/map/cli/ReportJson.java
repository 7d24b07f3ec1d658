package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.cli.Traversal.Step;
import io.habeas.storeagent.map.cli.Traversal.Way;
import io.habeas.storeagent.plan.Outline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** What these commands say, for programs: the names of properties are public API. */
final class ReportJson {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private ReportJson() {}

  static String of(MapReport report, List<LiveReport> stores) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("errors", report.errors().stream().map(ReportJson::of).toList());
    all.put("warnings", report.warnings().stream().map(ReportJson::of).toList());
    all.put("datasets", report.outlines().stream().map(ReportJson::of).toList());
    all.put("stores", stores.stream().map(ReportJson::of).toList());
    return WRITER.writeValueAsString(all);
  }

  static String of(Traversal traversal) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("identities", traversal.identities());
    all.put("steps", traversal.steps().stream().map(ReportJson::of).toList());
    all.put("missed", traversal.missed().stream().map(m -> piece(m.dataset(), m.piece())).toList());
    return WRITER.writeValueAsString(all);
  }

  private static Map<String, Object> of(MapError error) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("file", error.at().file());
    said.put("line", error.at().line());
    said.put("message", error.message());
    return said;
  }

  private static Map<String, Object> of(Outline outline) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("dataset", outline.dataset());
    said.put(
        "collections",
        outline.pieces().stream().map(Outline.Piece::collection).distinct().toList());
    said.put("needs", outline.needs());
    said.put("yields", outline.yields());
    return said;
  }

  private static Map<String, Object> of(LiveReport store) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("dataset", store.dataset());
    store.nothing().ifPresent(why -> said.put("nothing", why));
    store.unreachable().ifPresent(reason -> said.put("unreachable", reason.name()));
    said.put("contradictions", store.contradictions());
    said.put("advice", store.advice());
    return said;
  }

  private static Map<String, Object> of(Step step) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("number", step.number());
    said.put("round", step.round());
    said.putAll(piece(step.dataset(), step.piece()));
    said.put("found", step.ways().stream().map(ReportJson::of).toList());
    said.put("yields", step.piece().yields());
    return said;
  }

  private static Map<String, Object> piece(String dataset, Outline.Piece piece) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("dataset", dataset);
    said.put("collection", piece.collection());
    piece.list().ifPresent(list -> said.put("list", list));
    said.put("erasure", Words.of(piece.treatment()));
    said.put("turn", piece.turn());
    said.put("restriction", Words.of(piece.hiding()));
    said.put("withheld", piece.withheld());
    return said;
  }

  private static Map<String, Object> of(Way way) {
    Map<String, Object> said = new LinkedHashMap<>();
    switch (way) {
      case Way.ByIdentifier(var type, var field) -> {
        said.put("identifier", type);
        said.put("fields", List.of(field));
      }
      case Way.ByLink(var link) -> {
        said.put("from", link.from());
        said.put("fromFields", link.fromColumns());
        said.put("fields", link.toColumns());
        said.put("shared", link.shared());
      }
    }
    return said;
  }
}
