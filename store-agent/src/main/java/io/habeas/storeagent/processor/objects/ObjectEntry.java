package io.habeas.storeagent.processor.objects;

import java.util.Map;

/**
 * An object of a person's, as the ledger knows it.
 *
 * @param id its name in the ledger
 * @param object what names it to the processor
 */
record ObjectEntry(String id, String kind, Map<String, String> object) {
  ObjectEntry {
    object = Map.copyOf(object);
  }
}
