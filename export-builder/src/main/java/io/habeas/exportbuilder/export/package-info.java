/**
 * The process of an export: who holds what, who has read it out, and when it can be packaged. The
 * policy is pure; everything else here stands between it and its topics.
 */
@NullMarked
package io.habeas.exportbuilder.export;

import org.jspecify.annotations.NullMarked;
