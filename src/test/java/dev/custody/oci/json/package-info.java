@NullMarked
package dev.custody.oci.json;

import org.jspecify.annotations.NullMarked;
