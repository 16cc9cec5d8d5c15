// Quarkus 3.33 sets no viewport for the page of Swagger UI, so phones would show it at the width of a desktop.
document.head.insertAdjacentHTML('beforeend', '<meta name="viewport" content="width=device-width, initial-scale=1">');
