package io.redstart.api.processor;

import io.redstart.api.rules.BundleRules;
import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;

/**
 * Checks the API classes of a compilation and writes {@code META-INF/redstart/index.json}: the marked classes, their
 * documentation comments and the names of their parameters. The compiler finds it by itself in the API annotations'
 * jar; from JDK 23 on it has to be asked with {@code -proc:full}.
 *
 * <p>All is done in the last round, when the classes that other processors generate are known. Classes of an earlier
 * compilation into the same folder stay in the index for as long as their class files are there.
 */
@SupportedAnnotationTypes("*")
public final class ApiProcessor extends AbstractProcessor {
    private final Set<String> compiled = new TreeSet<>();

    /** For the compiler. */
    public ApiProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        remember(round.getRootElements());
        if (round.processingOver()) {
            finish();
        }
        return false;
    }

    private void remember(Iterable<? extends Element> elements) {
        for (TypeElement type : ElementFilter.typesIn(toSet(elements))) {
            compiled.add(type.getQualifiedName().toString());
            remember(type.getEnclosedElements());
        }
    }

    private static Set<Element> toSet(Iterable<? extends Element> elements) {
        Set<Element> set = new java.util.LinkedHashSet<>();
        elements.forEach(set::add);
        return set;
    }

    private void finish() {
        IndexFile file = new IndexFile(processingEnv);
        Index before = file.read(compiled);
        Set<String> names = new TreeSet<>(compiled);
        before.classes().forEach(binary -> names.add(binary.replace('$', '.')));
        ElementShapes shapes = new ElementShapes(processingEnv);
        List<ClassShape> concerned = new ArrayList<>();
        for (String name : names) {
            TypeElement element = processingEnv.getElementUtils().getTypeElement(name);
            ClassShape shape = element == null ? null : shapes.of(element);
            if (shape != null && shape.concerned()) {
                concerned.add(shape);
            }
        }
        List<Finding> findings = BundleRules.check(concerned);
        findings.forEach(
                finding -> processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, finding.toString(), (Element)
                        finding.source()));
        if (findings.isEmpty()) {
            write(file, before, concerned);
        }
    }

    private void write(IndexFile file, Index before, List<ClassShape> concerned) {
        Index index = new IndexBuilder(processingEnv).add(before).add(concerned).index();
        if (index.isEmpty() && !file.exists()) {
            return;
        }
        try {
            file.write(index);
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, IndexFile.PATH + ": cannot be written: " + e.getMessage());
        }
    }
}
