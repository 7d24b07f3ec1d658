/** The register as people query it, projected from the topics and rebuildable from them. */
@NullMarked
package io.habeas.intake.view;

import org.jspecify.annotations.NullMarked;
