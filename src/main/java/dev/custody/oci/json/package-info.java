/** JSON of archives, decoded as Go's encoding/json decodes it. */
@NullMarked
package dev.custody.oci.json;

import org.jspecify.annotations.NullMarked;
