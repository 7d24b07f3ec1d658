package io.habeas.standalone.sample;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Looks at all of the sample's stores from outside and changes nothing. */
public final class SampleWatch {
  private final AccountsWatch accounts;
  private final List<StoreWatch> stores;

  public SampleWatch(SampleStores stores) {
    this.accounts = new AccountsWatch(stores.accounts());
    this.stores =
        List.of(
            accounts,
            new DocumentsWatch(stores.conversations()),
            new ImagesWatch(stores.images()),
            new SessionsWatch(stores.sessions()),
            new ProviderWatch(stores.provider()));
  }

  /** Whether there is nobody. */
  public boolean isEmpty() {
    return accounts.isEmpty();
  }

  /**
   * People of whom there is something to erase, to keep and to anonymise.
   *
   * @throws IllegalStateException if fewer of that kind are left
   */
  public List<Subject> subjects(int number) throws SQLException {
    return accounts.subjects(number);
  }

  /** Everything, by table, in the order in which it is shown. */
  public SequencedMap<String, TableContent> everything() {
    SequencedMap<String, TableContent> all = new LinkedHashMap<>();
    stores.stream()
        .flatMap(store -> store.everything().stream())
        .forEach(table -> all.put(table.table(), table));
    return all;
  }

  /**
   * What of a person's is kept for seconds.
   *
   * @param before everything as it was before
   */
  public KeptForSeconds keptForSeconds(Subject subject, Map<String, TableContent> before) {
    return new KeptForSeconds(subject, before, accounts);
  }

  /** What the store agents wrote beside the records that must be kept. */
  public List<Retention> retentions() throws SQLException {
    return accounts.retentions();
  }
}
