package io.appinfra.net.tracing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as it came to the collector.
 *
 * @param traceId the id of its trace
 * @param spanId its id
 * @param parentId the id of its parent, empty for none
 * @param name its name
 * @param attributes its attributes that are texts
 * @param links the spans that it is linked to
 */
record ExportedSpan(String traceId, String spanId, String parentId, String name, Map<String, String> attributes,
		List<Link> links) {

	static List<ExportedSpan> of(Protobuf request) {
		return request.messages(1)
			.flatMap((resource) -> resource.messages(2))
			.flatMap((scope) -> scope.messages(2))
			.map(ExportedSpan::read)
			.toList();
	}

	private static ExportedSpan read(Protobuf span) {
		Map<String, String> attributes = span.messages(9)
			.collect(Collectors.toMap((attribute) -> attribute.text(1),
					(attribute) -> attribute.messages(2).map((value) -> value.text(1)).collect(Collectors.joining())));
		List<Link> links = span.messages(13).map((link) -> new Link(link.hex(1), link.hex(2))).toList();
		return new ExportedSpan(span.hex(1), span.hex(2), span.hex(4), span.text(5), attributes, links);
	}

	record Link(String traceId, String spanId) {

	}

}
