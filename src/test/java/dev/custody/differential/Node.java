package dev.custody.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as its writer sees it: members keep their order, keys may repeat, and any text can stand for
 * a value. Mutable, so that oddities can be put in.
 */
sealed interface Node {
  /** The JSON text. */
  String text();

  /** A value or any other text in its place. */
  record Text(String text) implements Node {}

  /** An array. */
  record Items(List<Node> items) implements Node {
    @Override
    public String text() {
      return items.stream().map(Node::text).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A member of an object; {@code key} is JSON text with its quotation marks. */
  record Member(String key, Node value) {
    String name() {
      return key.substring(1, key.length() - 1);
    }

    Member named(String name) {
      return new Member('"' + name + '"', value);
    }
  }

  /** An object. */
  record Members(List<Member> members) implements Node {
    @Override
    public String text() {
      return members.stream()
          .map(member -> member.key() + ":" + member.value().text())
          .collect(Collectors.joining(",", "{", "}"));
    }

    @Nullable Node get(String name) {
      return members.stream()
          .filter(member -> member.name().equals(name))
          .map(Member::value)
          .findFirst()
          .orElse(null);
    }

    Members object(String name) {
      return (Members) Objects.requireNonNull(get(name), name);
    }

    /** The objects of an array. */
    Members object(String name, int index) {
      return (Members) ((Items) Objects.requireNonNull(get(name), name)).items().get(index);
    }

    void put(String name, Object value) {
      Member member = new Member('"' + name + '"', of(value));
      for (int i = 0; i < members.size(); i++) {
        if (members.get(i).name().equals(name)) {
          members.set(i, member);
          return;
        }
      }
      members.add(member);
    }

    void remove(String name) {
      members.removeIf(member -> member.name().equals(name));
    }
  }

  /** One object somewhere in a document, and the object in the same place of another document. */
  record Place(Members here, Members there) {}

  /** A JSON value of Java's maps (in their order), lists, strings and numbers. */
  static Node of(Object value) {
    return switch (value) {
      case Node node -> node;
      case Map<?, ?> map -> {
        List<Member> members = new ArrayList<>();
        map.forEach((key, member) -> members.add(new Member("\"" + key + "\"", of(member))));
        yield new Members(members);
      }
      case List<?> list -> {
        List<Node> items = new ArrayList<>();
        list.forEach(item -> items.add(of(item)));
        yield new Items(items);
      }
      case String string -> new Text('"' + string + '"');
      default -> new Text(value.toString());
    };
  }

  /** An object from names and values in turn. */
  static Members object(Object... namesAndValues) {
    Members object = new Members(new ArrayList<>());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  /** Any object of a document together with its twin in another one of the same shape. */
  static Place place(Members document, Members twin, RandomGenerator random) {
    List<Place> places = new ArrayList<>();
    collect(document, twin, places);
    return places.get(random.nextInt(places.size()));
  }

  private static void collect(@Nullable Node here, @Nullable Node there, List<Place> places) {
    if (here instanceof Members a && there instanceof Members b) {
      if (!a.members().isEmpty()) {
        places.add(new Place(a, b));
      }
      a.members().forEach(member -> collect(member.value(), b.get(member.name()), places));
    } else if (here instanceof Items a && there instanceof Items b) {
      for (int i = 0; i < Math.min(a.items().size(), b.items().size()); i++) {
        collect(a.items().get(i), b.items().get(i), places);
      }
    }
  }
}
