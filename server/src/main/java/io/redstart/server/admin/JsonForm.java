package io.redstart.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormatVisitor;

/** Notes what a serializer says it writes: one level of it, nothing below. */
final class JsonForm extends JsonFormatVisitorWrapper.Base {
    /** What stands in the JSON. */
    enum Kind {
        ANY,
        ARRAY,
        BOOLEAN,
        MAP,
        NULL,
        NUMBER,
        OBJECT,
        STRING
    }

    private Kind kind = Kind.ANY;
    private final List<BeanProperty> properties = new ArrayList<>();
    private final Set<String> texts = new LinkedHashSet<>();
    private @Nullable JavaType item;
    private @Nullable JsonFormatTypes itemKind;

    JsonForm(SerializationContext context) {
        super(context);
    }

    Kind kind() {
        return kind;
    }

    /** Of an object. */
    List<BeanProperty> properties() {
        return properties;
    }

    /** Of an enum: all the texts it may be. */
    Set<String> texts() {
        return texts;
    }

    /** Of an array or a map: the type of its values, or null if nothing tells. */
    @Nullable
    JavaType item() {
        return item;
    }

    /** Of an array of simple values: what they are. */
    @Nullable
    JsonFormatTypes itemKind() {
        return itemKind;
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
        kind = Kind.OBJECT;
        return new JsonObjectFormatVisitor.Base(getContext()) {
            @Override
            public void property(BeanProperty property) {
                properties.add(property);
            }

            @Override
            public void optionalProperty(BeanProperty property) {
                properties.add(property);
            }
        };
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
        kind = Kind.ARRAY;
        return new JsonArrayFormatVisitor.Base(getContext()) {
            @Override
            public void itemsFormat(JsonFormatVisitable handler, JavaType elementType) {
                item = elementType;
            }

            @Override
            public void itemsFormat(JsonFormatTypes format) {
                itemKind = format;
            }
        };
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
        kind = Kind.MAP;
        return new JsonMapFormatVisitor.Base(getContext()) {
            @Override
            public void valueFormat(JsonFormatVisitable handler, JavaType valueType) {
                item = valueType;
            }
        };
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
        kind = Kind.STRING;
        return new Texts();
    }

    @Override
    public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
        kind = Kind.NUMBER;
        return null;
    }

    @Override
    public @Nullable JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
        kind = Kind.NUMBER;
        return null;
    }

    @Override
    public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
        kind = Kind.BOOLEAN;
        return null;
    }

    @Override
    public @Nullable JsonNullFormatVisitor expectNullFormat(JavaType type) {
        kind = Kind.NULL;
        return null;
    }

    @Override
    public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
        kind = Kind.ANY;
        return null;
    }

    /** Hears of the constants of an enum. */
    private final class Texts extends JsonValueFormatVisitor.Base implements JsonStringFormatVisitor {
        @Override
        public void enumTypes(Set<String> enums) {
            texts.addAll(enums);
        }
    }
}
