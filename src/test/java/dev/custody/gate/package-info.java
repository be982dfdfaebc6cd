/** Tests of the gate. */
package dev.custody.gate;
