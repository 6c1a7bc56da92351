package io.layerscope.dataset.read;

import java.util.ArrayList;
import java.util.List;

/** Numbers distinct texts in the order they are met, without making a string of one it knows. */
final class Dictionary {

  private int[] slots = new int[64];
  private final List<String> texts = new ArrayList<>();

  /** The index of a text, from 0. */
  int index(char[] text, int offset, int length) {
    int slot = hash(text, offset, length) & (slots.length - 1);
    while (slots[slot] != 0) {
      if (equal(texts.get(slots[slot] - 1), text, offset, length)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    texts.add(new String(text, offset, length));
    slots[slot] = texts.size();
    if (texts.size() * 2 > slots.length) {
      grow();
    }
    return texts.size() - 1;
  }

  int size() {
    return texts.size();
  }

  List<String> texts() {
    return texts;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int i = 0; i < texts.size(); i++) {
      char[] text = texts.get(i).toCharArray();
      int slot = hash(text, 0, text.length) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  private static int hash(char[] text, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + text[i];
    }
    return hash ^ (hash >>> 16);
  }

  private static boolean equal(String known, char[] text, int offset, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != text[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** For each index, its place when the texts are put in this order. */
  int[] places(List<String> order) {
    int[] places = new int[texts.size()];
    for (int place = 0; place < order.size(); place++) {
      char[] text = order.get(place).toCharArray();
      places[index(text, 0, text.length)] = place;
    }
    return places;
  }
}
