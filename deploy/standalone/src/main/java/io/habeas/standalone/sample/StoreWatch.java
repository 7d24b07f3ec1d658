package io.habeas.standalone.sample;

import java.util.List;

/** Looks at one of the sample's stores from outside and changes nothing. */
interface StoreWatch {

  /**
   * Everything in it, by table or what the store calls it, in the order in which it is shown. A row
   * says by {@code account_id} whose it is; where several rows make one record, they have the same
   * {@code record}.
   */
  List<TableContent> everything();
}
