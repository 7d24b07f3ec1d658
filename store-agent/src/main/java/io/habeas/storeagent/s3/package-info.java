/** Carrying out what a data map says of the objects in an S3-compatible storage. */
@NullMarked
package io.habeas.storeagent.s3;

import org.jspecify.annotations.NullMarked;
