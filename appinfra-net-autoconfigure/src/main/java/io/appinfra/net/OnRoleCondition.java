package io.appinfra.net;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the process has the role that {@link ConditionalOnRole} names.
 */
class OnRoleCondition implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnRole> annotation = metadata.getAnnotations().get(ConditionalOnRole.class);
		return annotation.getEnum(MergedAnnotation.VALUE, Role.class) == Role.of(context.getEnvironment());
	}

}
