/**
 * The documents of an image: index, manifest, config, and which of them containers/image selects.
 */
@NullMarked
package dev.custody.oci.image;

import org.jspecify.annotations.NullMarked;
