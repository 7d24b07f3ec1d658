@NullMarked
package io.habeas.orchestrator.joint;

import org.jspecify.annotations.NullMarked;
