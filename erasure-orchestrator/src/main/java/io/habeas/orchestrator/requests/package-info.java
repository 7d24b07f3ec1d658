/** The process: each request is in the hands of the policy of its right. */
@NullMarked
package io.habeas.orchestrator.requests;

import org.jspecify.annotations.NullMarked;
