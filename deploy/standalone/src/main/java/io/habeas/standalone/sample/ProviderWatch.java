package io.habeas.standalone.sample;

import java.util.List;

/** Looks at what the AI provider keeps. */
final class ProviderWatch implements StoreWatch {
  /** What this store calls itself. */
  static final String FILES = "files";

  private final ProviderFiles files;

  ProviderWatch(ProviderFiles files) {
    this.files = files;
  }

  @Override
  public List<TableContent> everything() {
    return List.of(new TableContent(FILES, files.files()));
  }
}
