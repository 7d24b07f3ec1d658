/** A cluster of OpenSearch or Elasticsearch. */
@NullMarked
package io.habeas.storeagent.search;

import org.jspecify.annotations.NullMarked;
