package io.habeas.intake.view;

import com.mongodb.client.model.Updates;
import io.habeas.intake.view.RequestView.Plan;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionTreatment;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.PlannedStore;
import io.habeas.schemas.avro.RetentionDuty;
import io.habeas.schemas.avro.RetentionGround;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** How the plan of an erasure stands in a view. */
final class StoredPlan {
  private static final String PARTICIPANT = "participant";
  private static final String TREATMENT = "treatment";

  private StoredPlan() {}

  static Bson set(ErasurePlanned planned) {
    List<Document> held = new ArrayList<>();
    List<Document> holds = new ArrayList<>();
    for (PlannedStore store : planned.getStores()) {
      Map<String, CollectionTreatment> treatments = new HashMap<>();
      store.getTreatments().forEach(each -> treatments.put(each.getCollection(), each));
      for (CollectionCount count : store.getHoldings()) {
        Document one =
            new Document(PARTICIPANT, store.getParticipant())
                .append("collection", count.getCollection())
                .append("records", count.getRecords());
        CollectionTreatment treatment = treatments.get(count.getCollection());
        if (treatment != null) {
          one.append(TREATMENT, document(treatment));
        }
        held.add(one);
      }
      store
          .getHolds()
          .forEach(
              hold ->
                  holds.add(
                      new Document(PARTICIPANT, store.getParticipant())
                          .append("hold", hold.toString())));
    }
    return Updates.set(
        RequestViews.PLAN,
        new Document("number", planned.getPlan())
            .append("approvalNeeded", planned.getApprovalNeeded())
            .append("held", held)
            .append("holds", holds));
  }

  private static Document document(CollectionTreatment treatment) {
    return new Document("becomes", treatment.getTreatments().stream().map(Enum::name).toList())
        .append("strategies", treatment.getStrategies())
        .append("duties", treatment.getDuties().stream().map(StoredPlan::document).toList());
  }

  private static Document document(RetentionDuty duty) {
    return new Document("rule", duty.getRule())
        .append("ground", duty.getGround().name())
        .append("statute", duty.getStatute())
        .append("jurisdiction", duty.getJurisdiction());
  }

  static @Nullable Plan of(Document work) {
    Document plan = work.get("plan", Document.class);
    return plan == null
        ? null
        : new Plan(
            plan.getInteger("number"),
            plan.getBoolean("approvalNeeded"),
            plan.getList("held", Document.class).stream().map(StoredPlan::held).toList(),
            plan.getList("holds", Document.class, List.of()).stream()
                .map(
                    hold ->
                        new Plan.HeldStore(
                            hold.getString(PARTICIPANT), UUID.fromString(hold.getString("hold"))))
                .toList());
  }

  private static Plan.Held held(Document held) {
    Document treatment = held.get(TREATMENT, Document.class);
    return new Plan.Held(
        held.getString(PARTICIPANT),
        held.getString("collection"),
        held.getLong("records"),
        treatment == null ? null : treatment(treatment));
  }

  private static Plan.Treatment treatment(Document treatment) {
    return new Plan.Treatment(
        treatment.getList("becomes", String.class),
        treatment.getList("strategies", String.class),
        treatment.getList("duties", Document.class).stream()
            .map(
                duty ->
                    new Plan.Duty(
                        duty.getString("rule"),
                        RetentionGround.valueOf(duty.getString("ground")),
                        duty.getString("statute"),
                        duty.getString("jurisdiction")))
            .toList());
  }
}
