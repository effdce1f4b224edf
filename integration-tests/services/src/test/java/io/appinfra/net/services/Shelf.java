package io.appinfra.net.services;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/**
 * Something that is kept in the database.
 */
@Entity
class Shelf {

	@Id
	@GeneratedValue
	private Long id;

	private int books;

	Shelf() {
	}

	Shelf(int books) {
		this.books = books;
	}

	Long id() {
		return this.id;
	}

	int books() {
		return this.books;
	}

}
