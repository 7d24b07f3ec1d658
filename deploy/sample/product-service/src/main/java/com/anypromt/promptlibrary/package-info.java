/** ANYPROMT's prompt library: what users have saved in order to use it again. */
@NullMarked
package com.anypromt.promptlibrary;

import org.jspecify.annotations.NullMarked;
