// What the pages do beyond HTML.
