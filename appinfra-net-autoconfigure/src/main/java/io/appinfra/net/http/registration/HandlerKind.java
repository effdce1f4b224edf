package io.appinfra.net.http.registration;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A kind of beans that answer at paths.
 */
public interface HandlerKind {

	/**
	 * Return what beans of this kind are.
	 * @return the type
	 */
	Class<?> type();

	/**
	 * Return whether other code may use a bean of this kind that has no path.
	 * @param beanFactory the factory that defines the bean
	 * @return whether it is left alone
	 */
	boolean mayHaveNoPath(ListableBeanFactory beanFactory);

	/**
	 * Return the HTTP methods that a handler supports.
	 * @param handler the handler, of {@link #type() the type}
	 * @return the names of the methods
	 */
	List<String> methods(Object handler);

	/**
	 * Create the function that has a handler answer a request.
	 * @param name the name of its bean
	 * @param handler the handler, of {@link #type() the type}
	 * @return the function
	 */
	HandlerFunction<ServerResponse> function(String name, Object handler);

}
