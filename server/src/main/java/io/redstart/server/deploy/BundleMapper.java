package io.redstart.server.deploy;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.module.blackbird.BlackbirdModule;

/** Makes the mapper of a bundle. Each bundle has one of its own: a mapper remembers every class it has converted. */
final class BundleMapper {
    /** The longest text; no message may be larger. */
    private static final int MAX_STRING = 1024 * 1024;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxNumberLength(64)
            .maxNameLength(256)
            .maxStringLength(MAX_STRING)
            .build();

    private BundleMapper() {}

    static JsonMapper create(ClassLoader loader) {
        JsonFactory json = JsonFactory.builder().streamReadConstraints(LIMITS).build();
        return JsonMapper.builder(json)
                .typeFactory(TypeFactory.createDefaultInstance().withClassLoader(loader))
                .addModules(fast(loader) ? List.of(new BlackbirdModule()) : List.of())
                // a client may be newer than the bundle and say more than it knows
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                // a number is what was meant, or it is refused: not 1 for 1.5, not 5 for "5", not 0 for ""
                .withCoercionConfig(
                        LogicalType.Integer,
                        refusing(
                                CoercionInputShape.Float,
                                CoercionInputShape.Boolean,
                                CoercionInputShape.String,
                                CoercionInputShape.EmptyString))
                .withCoercionConfig(
                        LogicalType.Float,
                        refusing(CoercionInputShape.Boolean, CoercionInputShape.String, CoercionInputShape.EmptyString))
                .withCoercionConfig(
                        LogicalType.Boolean,
                        refusing(
                                CoercionInputShape.Integer,
                                CoercionInputShape.Float,
                                CoercionInputShape.String,
                                CoercionInputShape.EmptyString))
                // arguments are read one after the other from the middle of a message
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // people see components in the order in which the author wrote them
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .build();
    }

    private static Consumer<MutableCoercionConfig> refusing(CoercionInputShape... shapes) {
        return config -> List.of(shapes).forEach(shape -> config.setCoercion(shape, CoercionAction.Fail));
    }

    /** Blackbird makes classes beside those it reads and writes, which then must see its own. */
    private static boolean fast(ClassLoader loader) {
        try {
            return loader.loadClass(BlackbirdModule.class.getName()) == BlackbirdModule.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
