/** Tests of the record and its JSON form. */
package dev.custody.record;
